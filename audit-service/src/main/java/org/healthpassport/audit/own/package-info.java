/** The queue of the entries that this service itself makes. */
@NullMarked
package org.healthpassport.audit.own;

import org.jspecify.annotations.NullMarked;
