"""tc-ir → somewhere: a file, a kernel in this process, a host over HTTP. Only this talks to the outside."""
