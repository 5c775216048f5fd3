/** Looks at the account of each request, at a cost that a request can bear. */
@NullMarked
package org.healthpassport.edge.account;

import org.jspecify.annotations.NullMarked;
