/** The streams in which events are numbered. */
@NullMarked
package org.healthpassport.events.stream;

import org.jspecify.annotations.NullMarked;
