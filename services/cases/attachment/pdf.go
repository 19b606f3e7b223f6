package attachment

import (
	"bytes"
	"fmt"
)

// pdfTail is how far from the end of a PDF file its last %%EOF may stand: what Acrobat allows, and with it everybody
// (ISO 32000-1:2008, 7.5.5 and note 18 of Annex H in Adobe's edition).
const pdfTail = 1024

// document answers a PDF document as it is. A file that merely contains the mark of a PDF further on, as a page or an
// archive that wants to be taken for one does, is no PDF document here.
func document(data []byte) (File, error) {
	start := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\ufeff")), "\x00\t\n\f\r ")
	if !bytes.HasPrefix(start, []byte("%PDF-")) {
		return File{}, ErrType
	}
	if !bytes.Contains(start[max(0, len(start)-pdfTail):], []byte("%%EOF")) {
		return File{}, fmt.Errorf("%w: a PDF document without its end", ErrDamaged)
	}
	return File{MediaType: typePDF, Data: data}, nil
}
