//! The program over HTTP and over the socket, on a real database.

mod http;
mod isolation;
mod live;
mod site;
mod walk;
