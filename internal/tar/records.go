package tar

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"
)

// readRecords reads the records of a member, each "LENGTH KEY=VALUE" and a line end,
// where the length is that of the whole. The last one of a key counts.
func readRecords(text []byte, said map[string]string) error {
	for len(text) > 0 {
		digits, _, found := bytes.Cut(text, []byte(" "))
		length, err := strconv.Atoi(string(digits))
		if !found || err != nil || length <= len(digits)+1 || length > len(text) || text[length-1] != '\n' {
			return fmt.Errorf("%w: a record without its length", ErrHeader)
		}
		key, value, found := strings.Cut(string(text[len(digits)+1:length-1]), "=")
		if !found || key == "" || strings.Contains(key, "\x00") {
			return fmt.Errorf("%w: a record that is no KEY=VALUE", ErrHeader)
		}
		said[key] = value
		text = text[length:]
	}
	return nil
}

// apply has the records of a member overrule its header. An empty one takes back what
// was said before.
func (h *Header) apply(said map[string]string) error {
	for key, value := range said {
		if value == "" {
			continue
		}
		var err error
		switch key {
		case "path":
			h.Name, err = plainText(value)
		case "linkpath":
			h.Linkname, err = plainText(value)
		case "uname":
			h.User, err = plainText(value)
		case "gname":
			h.Group, err = plainText(value)
		case "uid":
			h.UID, err = strconv.Atoi(value)
		case "gid":
			h.GID, err = strconv.Atoi(value)
		case "mtime":
			h.Modified, err = moment(value)
		case "size":
			if h.Size, err = strconv.ParseInt(value, 10, 64); err == nil && (h.Size < 0 || h.Size > math.MaxInt64-blockSize) {
				err = strconv.ErrRange
			}
		default:
			h.Sparse = h.Sparse || strings.HasPrefix(key, "GNU.sparse.")
			if h.Records == nil {
				h.Records = map[string]string{}
			}
			h.Records[key] = value
		}
		if err != nil {
			return fmt.Errorf("%w: the record %s=%q: %w", ErrHeader, key, value, err)
		}
	}
	if name := h.Records["GNU.sparse.name"]; name != "" && !strings.Contains(name, "\x00") {
		h.Name = name // the path is one for programs that know of no holes
	}
	return nil
}

// plainText returns a name, unless it has a character that no name can have.
func plainText(value string) (string, error) {
	if strings.Contains(value, "\x00") {
		return "", strconv.ErrSyntax
	}
	return value, nil
}

// moment returns the time that lies so many seconds after 1970, as a decimal fraction.
// The fraction is left out: nobody asks for it.
func moment(value string) (time.Time, error) {
	whole, _, _ := strings.Cut(value, ".")
	seconds, err := strconv.ParseInt(whole, 10, 64)
	return time.Unix(seconds, 0), err
}
