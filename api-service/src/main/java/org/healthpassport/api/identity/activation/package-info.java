/** Activation of accounts: administrators vouch for hospitals, hospitals for their doctors. */
@NullMarked
package org.healthpassport.api.identity.activation;

import org.jspecify.annotations.NullMarked;
