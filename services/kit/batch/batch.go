// Package batch lets work that arrives together be done together: a group commit. Nothing waits for company. While one
// batch is being written the next one gathers, so batches grow with the load and are single items without it.
package batch

import (
	"context"
	"fmt"
	"slices"
	"sync"
)

// Group gathers items and hands them to a writer in batches.
type Group[T any] struct {
	write   func(ctx context.Context, items []T) []error
	writers int
	most    int

	mu      sync.Mutex
	waiting []*entry[T]
	writing int
}

type entry[T any] struct {
	item T
	done chan error
}

// New makes a group with at most so many writers at once and so many items in a batch. write answers one error per
// item, in order; it is called with a context that no single request can cancel.
func New[T any](writers, most int, write func(ctx context.Context, items []T) []error) *Group[T] {
	return &Group[T]{write: write, writers: writers, most: most}
}

// Do writes the item with whatever else is waiting, and answers when it is written. When ctx ends first, an item that
// is still waiting is taken back and was not written; of one that is being written nothing can be said yet, so Do stays
// until it can.
func (g *Group[T]) Do(ctx context.Context, item T) error {
	e := &entry[T]{item: item, done: make(chan error, 1)}
	g.add(context.WithoutCancel(ctx), e)
	select {
	case err := <-e.done:
		return err
	case <-ctx.Done():
		if g.takeBack(e) {
			return ctx.Err()
		}
		return <-e.done
	}
}

func (g *Group[T]) add(ctx context.Context, e *entry[T]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.waiting = append(g.waiting, e)
	if g.writing < g.writers {
		g.writing++
		go g.run(ctx)
	}
}

// run writes batches until nothing waits, then ends: an idle group has no goroutine.
func (g *Group[T]) run(ctx context.Context) {
	for {
		batch := g.next()
		if batch == nil {
			return
		}
		items := make([]T, len(batch))
		for i, e := range batch {
			items[i] = e.item
		}
		for i, err := range g.guarded(ctx, items) {
			batch[i].done <- err
		}
	}
}

// guarded is write, except that a panic in it is an error of every item: it would otherwise end the program, and with
// it whoever waits elsewhere.
func (g *Group[T]) guarded(ctx context.Context, items []T) (results []error) {
	defer func() {
		if cause := recover(); cause != nil {
			results = slices.Repeat([]error{fmt.Errorf("the writer panicked: %T", cause)}, len(items))
		}
	}()
	return g.write(ctx, items)
}

func (g *Group[T]) next() []*entry[T] {
	g.mu.Lock()
	defer g.mu.Unlock()
	n := min(len(g.waiting), g.most)
	if n == 0 {
		g.writing--
		return nil
	}
	batch := g.waiting[:n:n]
	g.waiting = g.waiting[n:]
	return batch
}

func (g *Group[T]) takeBack(e *entry[T]) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for i, other := range g.waiting {
		if other == e {
			g.waiting = append(g.waiting[:i:i], g.waiting[i+1:]...)
			return true
		}
	}
	return false
}
