/** Uploads of documents: checked, hashed, encrypted and staged in one pass, then saved. */
@NullMarked
package org.healthpassport.api.document.upload;

import org.jspecify.annotations.NullMarked;
