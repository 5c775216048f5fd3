/** Processes of their own: programs that we did not write, and servers that do nothing but what is measured. */
@NullMarked
package org.healthpassport.benchmarks.limit.program;

import org.jspecify.annotations.NullMarked;
