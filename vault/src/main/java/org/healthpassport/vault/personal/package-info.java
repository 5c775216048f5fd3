/** Personal values, which stay out of logs and messages. */
@NullMarked
package org.healthpassport.vault.personal;

import org.jspecify.annotations.NullMarked;
