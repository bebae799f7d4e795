// Package catalog knows what one exposed schema holds: relations, columns,
// types, keys. Every identifier of a compiled statement comes from here, so
// nothing outside that schema can be named. It holds no rows and decides no
// rights: a role may see a relation here that it can't read.
package catalog
