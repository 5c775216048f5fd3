/** One file of key-encryption keys: its versions, its protection by a master key, and how long it is held open. */
@NullMarked
package org.healthpassport.vault.key.file;

import org.jspecify.annotations.NullMarked;
