//! The program over HTTP and over the socket, on a real database.

mod crash;
mod crawl;
mod files;
mod http;
mod isolation;
mod live;
mod mail;
mod papers;
mod postgres;
mod site;
mod statements;
mod uploads;
mod walk;
