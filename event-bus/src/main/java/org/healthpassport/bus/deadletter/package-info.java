/** Dead letters: records that consumers could not handle and put aside, to be looked at and replayed. */
@NullMarked
package org.healthpassport.bus.deadletter;

import org.jspecify.annotations.NullMarked;
