/** Writers that are killed in a process of their own, and what they must leave behind. */
@NullMarked
package org.healthpassport.vault.crash;

import org.jspecify.annotations.NullMarked;
