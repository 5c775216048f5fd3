/** The key that encrypts the files of key-encryption keys, in Vault, AWS KMS or Google Cloud KMS. */
@NullMarked
package org.healthpassport.keymanagement;

import org.jspecify.annotations.NullMarked;
