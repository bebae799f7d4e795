package race

import "sync"

// Together runs n calls at once and gives their answers by number.
func Together[T any](n int, call func(i int) T) []T {
	answers := make([]T, n)
	ready, start := sync.WaitGroup{}, make(chan struct{})
	var done sync.WaitGroup
	ready.Add(n)
	for i := range n {
		done.Go(func() {
			ready.Done()
			<-start
			answers[i] = call(i)
		})
	}
	ready.Wait()
	close(start)
	done.Wait()
	return answers
}

// Count tells how many answers are of each kind.
func Count[T any](answers []T, kind func(T) string) map[string]int {
	counts := map[string]int{}
	for _, answer := range answers {
		counts[kind(answer)]++
	}
	return counts
}
