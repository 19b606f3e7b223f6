package models

// Page is one page of a list: the items, and the cursor of the next page (null on the last).
type Page[T any] struct {
	Items      []T     `json:"items"`
	NextCursor *string `json:"next_cursor"`
}
