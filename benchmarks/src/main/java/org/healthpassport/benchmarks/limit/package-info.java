/** The most that parts of the product, taken alone, can do on this machine. */
@NullMarked
package org.healthpassport.benchmarks.limit;

import org.jspecify.annotations.NullMarked;
