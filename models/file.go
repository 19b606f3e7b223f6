package models

// Upload is a file as it came.
type Upload struct {
	Name string
	Data []byte
}

// Sheet is how a table is to be written.
type Sheet struct {
	Language    string
	RightToLeft bool
	Headings    []string
}

// Download is a file as it is given out.
type Download struct {
	Name      string
	MediaType string
	Data      []byte
}
