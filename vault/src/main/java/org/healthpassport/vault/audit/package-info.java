/** What the audit log keeps sealed of an entry, and the keys that seal it. */
@NullMarked
package org.healthpassport.vault.audit;

import org.jspecify.annotations.NullMarked;
