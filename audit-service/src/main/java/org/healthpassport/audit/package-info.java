/** Keeps every event in a verifiable log, and answers auditors. */
@NullMarked
package org.healthpassport.audit;

import org.jspecify.annotations.NullMarked;
