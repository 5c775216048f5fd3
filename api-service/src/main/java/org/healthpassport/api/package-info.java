/** Commands in, queries out: the reactive HTTP API. */
@NullMarked
package org.healthpassport.api;

import org.jspecify.annotations.NullMarked;
