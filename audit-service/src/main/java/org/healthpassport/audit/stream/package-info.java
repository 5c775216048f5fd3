/** Streams of numbered events: their kinds, and sets of their numbers. */
@NullMarked
package org.healthpassport.audit.stream;

import org.jspecify.annotations.NullMarked;
