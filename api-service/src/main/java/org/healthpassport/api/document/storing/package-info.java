/**
 * The way of a received document into the object store: reports of the worker, repeated requests to it, left-over
 * files.
 */
@NullMarked
package org.healthpassport.api.document.storing;

import org.jspecify.annotations.NullMarked;
