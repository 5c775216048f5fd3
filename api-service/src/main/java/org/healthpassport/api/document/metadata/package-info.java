/** The descriptions of documents: one, or all of a patient. */
@NullMarked
package org.healthpassport.api.document.metadata;

import org.jspecify.annotations.NullMarked;
