/** Accounts: who can sign in, and as what. */
@NullMarked
package org.healthpassport.api.identity;

import org.jspecify.annotations.NullMarked;
