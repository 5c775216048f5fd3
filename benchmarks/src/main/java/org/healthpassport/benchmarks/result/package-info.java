/** Results of a run: what was measured, on which machine, and how near it is to what is possible. */
@NullMarked
package org.healthpassport.benchmarks.result;

import org.jspecify.annotations.NullMarked;
