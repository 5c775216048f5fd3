/** Finds entries for auditors, in an index that is made from the log. */
@NullMarked
package org.healthpassport.audit.search;

import org.jspecify.annotations.NullMarked;
