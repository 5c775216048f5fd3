/** The metadata of documents, one or all of a patient; and the deletion of documents. */
@NullMarked
package org.healthpassport.api.document.metadata;

import org.jspecify.annotations.NullMarked;
