package markdown

import "strings"

// HasText reports whether HTML that a Renderer made shows anything but lines and blanks.
func HasText(html string) bool {
	for html != "" {
		words, rest, _ := strings.Cut(html, "<")
		if strings.TrimSpace(words) != "" {
			return true
		}
		_, html, _ = strings.Cut(rest, ">")
	}
	return false
}
