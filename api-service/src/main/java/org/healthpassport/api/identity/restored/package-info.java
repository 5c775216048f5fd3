/** The rules for accounts when the store was restored from a backup. */
@NullMarked
package org.healthpassport.api.identity.restored;

import org.jspecify.annotations.NullMarked;
