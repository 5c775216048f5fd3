/** Documents of a patient: received as ciphertext, stored by the document worker, read in ranges. */
@NullMarked
package org.healthpassport.api.document;

import org.jspecify.annotations.NullMarked;
