/** The sealed details of audit entries, and the keys that seal them. */
@NullMarked
package org.healthpassport.vault.audit;

import org.jspecify.annotations.NullMarked;
