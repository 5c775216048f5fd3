/** Finding entries: an index that is made from the log, and what it answers. */
@NullMarked
package org.healthpassport.audit.search;

import org.jspecify.annotations.NullMarked;
