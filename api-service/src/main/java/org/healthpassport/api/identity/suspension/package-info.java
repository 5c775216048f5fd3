/** Suspension of accounts: by administrators, and by hospitals for their own doctors. */
@NullMarked
package org.healthpassport.api.identity.suspension;

import org.jspecify.annotations.NullMarked;
