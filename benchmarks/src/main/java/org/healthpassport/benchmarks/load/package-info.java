/** A load generator: HTTP/1.1 over connections that stay open, as closed loop and by a fixed schedule. */
@NullMarked
package org.healthpassport.benchmarks.load;

import org.jspecify.annotations.NullMarked;
