package web

import (
	"crypto/sha256"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"os"

	"github.com/gin-gonic/gin"

	"amanat/models"
	"amanat/services/fault"
	"amanat/services/kernel"
)

const (
	// framing is how many bytes multipart may put around a file.
	framing = 16 << 10
	// filePart is the name of the one part that an upload has.
	filePart = "file"
)

// BindUpload reads a multipart body (RFC 7578) with one part, the file, of up to so many bytes. What the sender says of
// its type is not asked.
func BindUpload(c *gin.Context, most int64) (upload models.Upload, request kernel.Request, err error) {
	limit := most + framing
	media, parameters, err := mime.ParseMediaType(c.GetHeader("Content-Type"))
	if err != nil || media != "multipart/form-data" || parameters["boundary"] == "" {
		return upload, request, fault.New(fault.UnsupportedMedia, "multipart_expected")
	}
	if c.Request.ContentLength > limit {
		return upload, request, fault.New(fault.TooLarge, "attachment_too_large")
	}
	body := http.MaxBytesReader(c.Writer, c.Request.Body, limit)
	upload, refused, err := readParts(multipart.NewReader(body, parameters["boundary"]))
	if err != nil {
		return upload, request, uploadFailure(err)
	}
	if err := fault.Violated(refused); err != nil {
		return upload, request, err
	}
	key, err := idempotencyKey(c)
	// The boundary is another one each time, so that the same upload is known by its name and content.
	sum := sha256.Sum256(upload.Data)
	request = kernel.Request{
		Scope: c.Request.Method + " " + c.FullPath(), Key: key, Body: append(sum[:], upload.Name...),
	}
	return upload, request, err
}

func readParts(parts *multipart.Reader) (upload models.Upload, refused []fault.Violation, err error) {
	found := false
	for {
		part, err := parts.NextPart()
		if err == io.EOF { //nolint:errorlint // wrapped, it is the end of a body without the boundary that closes it
			break
		}
		if err != nil {
			return upload, nil, err
		}
		if code := partRefusal(part, found); code != "" {
			if len(refused) < mostRefused {
				refused = append(refused, violation(pointerTo(part.FormName()), code))
			}
			continue
		}
		found, upload.Name = true, part.FileName()
		if upload.Data, err = io.ReadAll(part); err != nil {
			return upload, nil, err
		}
	}
	if !found {
		refused = append(refused, violation(pointerTo(filePart), "required"))
	}
	return upload, refused, nil
}

// partRefusal answers the code of what is wrong with a part.
func partRefusal(part *multipart.Part, found bool) (code string) {
	switch {
	case part.FormName() != filePart:
		return "unknown_field"
	case found:
		return "repeated"
	default:
		return ""
	}
}

func uploadFailure(err error) error {
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return fault.New(fault.TooLarge, "attachment_too_large")
	case errors.Is(err, os.ErrDeadlineExceeded):
		return fault.Wrap(fault.Timeout, "request_timeout", err)
	default:
		return fault.Wrap(fault.Malformed, "malformed_body", err)
	}
}

// Download answers a file, to be saved and never to be shown in place (RFC 6266).
func Download(c *gin.Context, file models.Download) error {
	c.Header("Content-Disposition", disposition(file.Name))
	c.Data(http.StatusOK, file.MediaType, file.Data)
	return nil
}
