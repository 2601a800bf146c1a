// Where the program has been is told to nobody: what the instrumented code calls in programs that are not fuzzed.
extern "C" void __sanitizer_cov_trace_pc() {}
