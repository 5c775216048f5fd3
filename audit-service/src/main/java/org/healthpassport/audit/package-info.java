/** Every event in a verifiable log, and what auditors ask of it. */
@NullMarked
package org.healthpassport.audit;

import org.jspecify.annotations.NullMarked;
