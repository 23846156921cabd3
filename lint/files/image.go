package files

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"strings"

	"github.com/unitlint/unitlint/internal/tar"
)

// mostManifest bounds the documents that describe an image.
const mostManifest = 4 << 20

// blob is where a file of an uncompressed tar archive lies in it.
type blob struct {
	start, size int64
	link        string // of a link: layers of docker-archive may be links to each other
}

// readImage adds what an archive holds of a container's image: what "docker save"
// writes (manifest.json beside the layers), or an OCI image layout in a tar archive
// (oci-layout, index.json, blobs; "Image Layout Specification"). An archive
// that is neither is a root itself, as "docker export" writes it.
func (a *archive) readImage(file *os.File) error {
	blobs, err := indexTar(file)
	if err != nil {
		return err
	}
	layers, err := layersOf(file, blobs)
	if err != nil {
		return err
	}
	if layers == nil {
		if _, err := file.Seek(0, io.SeekStart); err != nil {
			return err
		}
		return a.readTar(file, nil)
	}
	for _, name := range layers {
		b, found := blobs.follow(name)
		if !found {
			return fmt.Errorf("%w: the layer %s is not there", ErrMalformed, name)
		}
		plain, err := decompressed(io.NewSectionReader(file, b.start, b.size))
		if err != nil {
			return fmt.Errorf("the layer %s: %w", name, err)
		}
		err = a.readLayer(plain)
		_ = plain.Close() // it was read from alone
		if err != nil {
			return fmt.Errorf("the layer %s: %w", name, err)
		}
	}
	return nil
}

type blobs map[string]blob

// follow returns where a blob lies, the links of the archive followed.
func (b blobs) follow(name string) (blob, bool) {
	name = path.Clean(name)
	for range mostHops {
		found, ok := b[name]
		if !ok || found.link == "" {
			return found, ok
		}
		name = path.Join(path.Dir(name), found.link)
	}
	return blob{}, false
}

// indexTar finds the members of an uncompressed tar archive.
func indexTar(file *os.File) (blobs, error) {
	index := blobs{}
	members := tar.NewReader(file)
	for {
		header, err := members.Next()
		if errors.Is(err, io.EOF) {
			return index, nil
		}
		if err != nil {
			return nil, broken(err)
		}
		if len(index) >= MostEntries {
			return nil, fmt.Errorf("%w: %d entries", ErrUnfolds, MostEntries)
		}
		start, err := file.Seek(0, io.SeekCurrent)
		if err != nil {
			return nil, err
		}
		b := blob{start: start, size: header.Size}
		if header.Kind == tar.Symlink {
			b.link = header.Linkname
		}
		index[path.Clean(header.Name)] = b
	}
}

// layersOf returns the names of the layers of the first image in an archive, the
// lowest first, or nil where the archive describes none.
func layersOf(file io.ReaderAt, index blobs) ([]string, error) {
	if _, found := index["manifest.json"]; found {
		var manifest []struct{ Layers []string }
		if err := index.decode(file, "manifest.json", &manifest); err != nil {
			return nil, err
		}
		if len(manifest) > 0 && len(manifest[0].Layers) > 0 {
			return manifest[0].Layers, nil
		}
	}
	if _, found := index["oci-layout"]; !found {
		return nil, nil
	}
	return layoutLayers(file, index, "index.json", deepestIndex)
}

// deepestIndex bounds how an index may name further ones.
const deepestIndex = 4

// descriptor names a blob ("OCI Content Descriptors").
type descriptor struct {
	Digest   string `json:"digest"`
	Platform *struct {
		OS string `json:"os"`
	} `json:"platform"`
}

// layoutLayers follows an index to the first manifest for Linux.
func layoutLayers(file io.ReaderAt, index blobs, name string, depth int) ([]string, error) {
	var document struct {
		Manifests []descriptor `json:"manifests"`
		Layers    []descriptor `json:"layers"`
	}
	if err := index.decode(file, name, &document); err != nil {
		return nil, err
	}
	if len(document.Layers) > 0 {
		layers := make([]string, len(document.Layers))
		for i, l := range document.Layers {
			layers[i] = blobName(l.Digest)
		}
		return layers, nil
	}
	for _, m := range document.Manifests {
		if depth > 0 && (m.Platform == nil || m.Platform.OS == "linux") {
			return layoutLayers(file, index, blobName(m.Digest), depth-1)
		}
	}
	return nil, fmt.Errorf("%w: %s names no image for Linux", ErrMalformed, name)
}

// blobName is where an image layout keeps what has a digest.
func blobName(digest string) string {
	return path.Join("blobs", strings.Replace(digest, ":", "/", 1))
}

// decode reads a document of an image.
func (b blobs) decode(file io.ReaderAt, name string, document any) error {
	found, ok := b.follow(name)
	if !ok || found.size > mostManifest {
		return fmt.Errorf("%w: %s is not there, or larger than %d MiB", ErrMalformed, name, mostManifest>>20)
	}
	if err := json.NewDecoder(io.NewSectionReader(file, found.start, found.size)).Decode(document); err != nil {
		return fmt.Errorf("%w: %s: %w", ErrMalformed, name, err)
	}
	return nil
}
