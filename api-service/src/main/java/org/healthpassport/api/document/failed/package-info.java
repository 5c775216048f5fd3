/** The documents that could not be stored, for administrators. */
@NullMarked
package org.healthpassport.api.document.failed;

import org.jspecify.annotations.NullMarked;
