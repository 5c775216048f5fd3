/** The product in a JVM of its own: start, stop, and what it uses. */
@NullMarked
package org.healthpassport.benchmarks.product;

import org.jspecify.annotations.NullMarked;
