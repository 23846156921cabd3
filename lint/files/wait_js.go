package files

// withoutWaiting is nothing where there are no FIFOs.
const withoutWaiting = 0
