/** Scans received documents and pushes them to object storage. */
@NullMarked
package org.healthpassport.documents;

import org.jspecify.annotations.NullMarked;
