/** Compares the object stores with the documents: objects without a document, and documents without an object. */
@NullMarked
package org.healthpassport.api.document.orphan;

import org.jspecify.annotations.NullMarked;
