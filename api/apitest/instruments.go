package apitest

import (
	"bytes"
	"sync"
	"time"
)

// ReadTimeout is how long a test waits for what comes over a network.
const ReadTimeout = 10 * time.Second

// Clock is a clock that the test moves.
type Clock struct {
	mu sync.Mutex
	at time.Time
}

// newClock begins at noon in Tehran on a Sunday, a working day.
func newClock() *Clock { return &Clock{at: time.Date(2026, 11, 22, 8, 30, 0, 0, time.UTC)} }

// Now is the time that the service sees.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Advance lets time pass.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

// LogBook keeps everything that is logged.
type LogBook struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Write makes it an io.Writer.
func (l *LogBook) Write(line []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(line)
}

// String is all that was logged.
func (l *LogBook) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}

// InParallel counts the answers of so many calls at the same time.
func InParallel(n int, call func() int) map[int]int {
	answers := make(chan int, n)
	var all sync.WaitGroup
	begin := make(chan struct{})
	for range n {
		all.Go(func() {
			<-begin
			answers <- call()
		})
	}
	close(begin)
	all.Wait()
	close(answers)
	counts := map[int]int{}
	for answer := range answers {
		counts[answer]++
	}
	return counts
}
