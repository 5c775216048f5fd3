/** Confirmation of email addresses: their readers are asked by mail, and show the tokens of the mails. */
@NullMarked
package org.healthpassport.api.identity.confirmation;

import org.jspecify.annotations.NullMarked;
