/** Lets administrators rotate the key-encryption keys, and tells how long deleted keys last in backups. */
@NullMarked
package org.healthpassport.api.keyrotation;

import org.jspecify.annotations.NullMarked;
