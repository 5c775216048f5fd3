/** Documents of a patient: taken in as ciphertext, stored by the document worker, read back in ranges. */
@NullMarked
package org.healthpassport.api.document;

import org.jspecify.annotations.NullMarked;
