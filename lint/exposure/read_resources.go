package exposure

import (
	"net/netip"
	"strings"

	"github.com/unitlint/unitlint/lint/value"
)

// readIP follows systemd-analyze: "deny all" needs both families with a prefix
// of length 0, and an allow list is harmless where it holds this host alone.
func (r reader) readIP(f *facts) {
	for _, name := range []string{"IPIngressFilterPath", "IPEgressFilterPath"} {
		if filter := r.any(name); filter.value {
			f.ip.ownFilter = filter
		}
	}
	var deny4, deny6 bool
	for _, a := range r.unit.All(r.section, "IPAddressDeny") {
		f.ip.denyAll.origin = a
		for _, prefix := range value.IPPrefixes(a.Value) {
			if prefix.Bits() == 0 {
				deny4 = deny4 || prefix.Addr().Is4()
				deny6 = deny6 || prefix.Addr().Is6()
			}
		}
	}
	f.ip.denyAll.value = deny4 && deny6
	for _, a := range r.unit.All(r.section, "IPAddressAllow") {
		for _, prefix := range value.IPPrefixes(a.Value) {
			if r.isLocalhost(prefix) {
				f.ip.allowLocalhost = rated[bool]{true, a}
			} else {
				f.ip.allowOther = rated[bool]{true, a}
			}
		}
	}
}

// isLocalhost: the offline mode takes every prefix that begins at a loopback
// address for this host, the live mode only 127.0.0.0/8 and ::1.
func (r reader) isLocalhost(prefix netip.Prefix) bool {
	address := prefix.Masked().Addr()
	if address.Is4() {
		return address.IsLoopback() && (!r.live || prefix.Bits() == 8)
	}
	return address == netip.IPv6Loopback() && (!r.live || prefix.Bits() == 128)
}

// readDevices applies what makes the manager add entries of its own to the
// device list, which the score then counts.
func (r reader) readDevices(f *facts) {
	f.devicePolicy = rated[string]{value: "auto"}
	if policy := r.unit.Last(r.section, "DevicePolicy"); policy != nil {
		f.devicePolicy = rated[string]{policy.Value, policy}
	}
	if private := r.bool("PrivateDevices"); f.devicePolicy.value == "auto" && private.value {
		f.devicePolicy = rated[string]{"closed", private.origin}
	}
	f.deviceAllow = r.any("DeviceAllow")
	if f.devicePolicy.value == "auto" && !f.deviceAllow.value {
		return
	}
	for _, implied := range []rated[bool]{r.imageDevices(), r.bool("ProtectClock"), r.credentialDevice()} {
		if implied.value && !f.deviceAllow.value {
			f.deviceAllow = implied
		}
	}
}

// imageDevices: disk images need loop devices and the device mapper.
func (r reader) imageDevices() rated[bool] {
	image := r.sandbox.DiskImage()
	return rated[bool]{image != nil, image}
}

// credentialDevice: 253 to 257, and the stable releases of 252 that
// distributions ship, open the TPM for encrypted credentials.
func (r reader) credentialDevice() rated[bool] {
	if v := r.unit.Release.Version; v < 252 || v >= 258 || r.unit.Release.Tree != "" {
		return rated[bool]{}
	}
	for _, list := range []string{"LoadCredential", "SetCredential"} {
		for _, a := range r.unit.All(r.section, list) {
			if strings.HasSuffix(a.Key, "Encrypted") && a.Value != "" {
				return rated[bool]{true, a}
			}
		}
	}
	return rated[bool]{}
}
