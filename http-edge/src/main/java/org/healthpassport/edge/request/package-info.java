/** The names of a request, the address of its client, and entity tags. */
@NullMarked
package org.healthpassport.edge.request;

import org.jspecify.annotations.NullMarked;
