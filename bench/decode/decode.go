// Child of the benchmark: decodes a file with google/pprof's own parser some times, and prints what that cost as JSON.
package main

import (
	"encoding/json"
	"os"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"syscall"

	"github.com/google/pprof/profile"
)

func cpuMs() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return float64(usage.Utime.Nano()+usage.Stime.Nano()) / 1e6
}

func held() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}

func resident(key string) float64 {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if strings.HasPrefix(line, key) {
			kilobytes, _ := strconv.ParseFloat(strings.Fields(line)[1], 64)
			return kilobytes * 1024
		}
	}
	return 0
}

func main() {
	bytes, err := os.ReadFile(os.Args[1])
	if err != nil {
		panic(err)
	}
	runs, err := strconv.Atoi(os.Args[2])
	if err != nil {
		panic(err)
	}
	before, start := held(), resident("VmRSS:")
	var costs []float64
	var last *profile.Profile
	for run := 0; run < runs; run++ {
		last = nil
		runtime.GC()
		from := cpuMs()
		if last, err = profile.ParseUncompressed(bytes); err != nil {
			panic(err)
		}
		costs = append(costs, cpuMs()-from)
	}
	retained := held() - before
	sort.Float64s(costs)
	json.NewEncoder(os.Stdout).Encode(map[string]float64{
		"cpuMs":    costs[len(costs)/2],
		"retained": float64(retained),
		"peak":     resident("VmHWM:") - start,
		"samples":  float64(len(last.Sample)),
	})
	runtime.KeepAlive(bytes)
}
