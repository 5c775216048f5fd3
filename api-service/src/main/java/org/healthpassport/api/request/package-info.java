/** The client and the correlation of a request, which travel in the Reactor context; limits per client and account. */
@NullMarked
package org.healthpassport.api.request;

import org.jspecify.annotations.NullMarked;
