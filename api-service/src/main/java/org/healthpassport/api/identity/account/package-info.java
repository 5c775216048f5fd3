/** Accounts: their state, their email address, and the view of them that their owners get. */
@NullMarked
package org.healthpassport.api.identity.account;

import org.jspecify.annotations.NullMarked;
